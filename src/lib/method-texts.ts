/** A statistical method in plain words. */
export interface MethodText {
  /** Anchor on the page 统计方法. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** What it does. */
  readonly does: string;
  /** When it says nothing. */
  readonly silent: string;
  /** What a signal of it means, and what it does not. */
  readonly means: string;
  readonly formula: readonly string[];
  /** The papers it is from. */
  readonly source: string;
  /** Methods of `SignalMethods.parameters` whose numbers it runs on. */
  readonly parameters: readonly string[];
  /** Rows of the table of checks that are about it. */
  readonly checks: readonly string[];
}

/** Every method, in the order of the questions. */
export const methodTexts: readonly MethodText[] = [
  {
    id: "funnel",
    title: "漏斗图",
    question: "这里的率与同级相比，不寻常吗？",
    does: "小地方的率本来就跳。按每个地方的基数画出上下控制限：基数越小，界限越宽。越出界限的才看，高于、低于都算；低于可能是应纳未纳。",
    silent: "缺数据、基数为 0、基数太小、可比的地方太少时写“数据不足”，不写 0。没有事件时只写“至多多少”。",
    means: "说明这个率与同级相差之大，不像只因碰巧；不说明原因，也不说明工作好坏，先核对数据和口径。",
    formula: [
      "θ = ΣO ÷ ΣN，O 为件数，N 为基数",
      "界限 = (k − α) ÷ N，k 是累计概率达到该分位的最小件数，α 为两个件数之间的内插",
      "各地本来就有差别时，界限离 θ 的距离乘 √φ，φ = Σz² ÷ n，z 先在两端缩尾"
    ],
    source: "D. J. Spiegelhalter，Statistics in Medicine 24 (2005) 1185–1202",
    parameters: ["funnel"],
    checks: ["漏斗图控制限", "标准化比的精确区间"]
  },
  {
    id: "smoothing",
    title: "经验贝叶斯平滑",
    question: "地图上怎样着色，才不让几户的地方最显眼？",
    does: "把每个地方的率往全体的平均拉，基数越小拉得越多。地图的“平滑值”就是它，原值总在旁边。",
    silent: "各地相差不超过偶然时，全取同一个率，不着色；没有事件、没有基数、缺数据的地方没有平滑值。",
    means: "平滑值适合看大致的分布；它会盖住真正孤立的高点，不能代替原值。",
    formula: ["θ = m + (r − m)·a ÷ (a + m/N)", "m = ΣO ÷ ΣN，a = max(0, s² − m/N̄)，s² 为各地率的加权方差"],
    source: "R. J. Marshall，Applied Statistics 40 (1991) 283–294",
    parameters: [],
    checks: ["经验贝叶斯平滑"]
  },
  {
    id: "scan",
    title: "圆形扫描",
    question: "不寻常的地方聚在一起吗？",
    does: "以每个乡镇为中心画大小不同的圈，找圈内件数比预期多得最离谱的一圈；再把同样的件数随机撒很多次，看随机时有没有这么离谱。",
    silent: "地方太少时不做，并写明；没有事件、全是事件、没有一圈高出预期时各有说法。",
    means:
      "说明这几个相邻的乡镇合在一起高于预期，不像碰巧；不说明它们有共同原因，集中排查也会造成聚集。圆圈在山区不一定是邻近。",
    formula: [
      "圈内 c 件、预期 E 件、全部 C 件：LLR = c·ln(c/E) + (C − c)·ln((C − c)/(C − E))，c > E 时",
      "p = (1 + 随机模拟中不小于它的次数) ÷ (1 + 模拟次数)"
    ],
    source: "M. Kulldorff，Communications in Statistics: Theory and Methods 26 (1997) 1481–1496",
    parameters: ["scan"],
    checks: ["圆形扫描"]
  },
  {
    id: "series",
    title: "EARS C2",
    question: "这个月是不是突然多了？（历史不足三年）",
    does: "拿前几个月作基线，算出平均和波动，这个月越过阈值才是信号。集中排查、春节的月份不进基线；它们自己仍照样判，并写明先核对。",
    silent: "历史不够、近几期件数太少时写“没有阈值”，既不是异常，也不是正常。",
    means: "说明这一期的件数多于它自己的近期；不说明风险真的加重，登记集中、补录也会这样，先看是否集中排查。",
    formula: ["阈值 = x̄ + t·s·√(1 + 1/n)，基线前空几期，s 不低于最小标准差"],
    source:
      "L. Hutwagner 等，Journal of Urban Health 80 (2003) i89–i96；M. Salmon 等，Journal of Statistical Software 70 (2016)",
    parameters: ["ears", "series"],
    checks: ["EARS", "再一期的预测限"]
  },
  {
    id: "farrington",
    title: "Farrington 灵活法",
    question: "扣除季节和趋势，这个月是不是太多？（历史满三年）",
    does: "用往年同期前后几个月和季节段拟合应有的件数，以往特别多的月份降权，再看这个月是否越过上限。",
    silent: "历史不够、件数太少、模型拟合不了时没有阈值，不判。",
    means: "与 EARS 相同：多于自己的往年；不说明原因。",
    formula: [
      "log μ = 季节 + 趋势·时间，拟泊松；残差大的期降权后再拟合一次",
      "上限为均值 μ、方差 φμ 的负二项分布的 1 − α 分位数"
    ],
    source:
      "A. Noufaily 等，Statistics in Medicine 32 (2013) 1206–1222；C. P. Farrington 等，JRSS A 159 (1996) 547–563",
    parameters: ["farrington", "series"],
    checks: ["Farrington 灵活法"]
  },
  {
    id: "discovery",
    title: "错误发现率",
    question: "同时看几十个地方，会不会总有几个碰巧？",
    does: "把同一方法、同一期、同一组地方的 p 放在一起调整成 q。q 不大于规定的份额才算信号，其余写“不排除碰巧”。",
    silent: "没有判的地方不计入。",
    means:
      "q 不大于 0.05 的意思是：这样报出来的信号里，预计至多二十条有一条是碰巧；不是说这一条有 95% 的把握。",
    formula: ["q₍ₖ₎ = min{ p₍ⱼ₎·n ÷ j，j ≥ k }，不超过 1"],
    source: "Y. Benjamini、Y. Hochberg，JRSS B 57 (1995) 289–300",
    parameters: ["all"],
    checks: ["错误发现率"]
  },
  {
    id: "incidence",
    title: "累积发生率",
    question: "纳入之后多久风险消除，消除之后多久返贫？",
    does: "逐月算出至今已消除（或再纳入）的比例。死亡、迁出、整户注销是另外的去向，不当作“还没消除”。在册人数写在曲线下。组间的差别用对数秩检验，按县分层。",
    silent: "一组的户数或件数太少时不画；达不到一半时没有中位时间。",
    means: "说明各组快慢是否不同；不说明为什么。措施从开始那天起算，之前的时间不算有措施。",
    formula: [
      "F(t) = Σ S(s−)·d(s) ÷ Y(s)，Y 为当时在观察的户，S 为还没有任何去向的比例",
      "对数秩：E = Σ d·Y组 ÷ Y，χ² = (O − E)′V⁻(O − E)"
    ],
    source:
      "O. O. Aalen、S. Johansen，Scandinavian Journal of Statistics 5 (1978) 141–150；E. L. Kaplan、P. Meier，JASA 53 (1958) 457–481；N. Mantel，Cancer Chemotherapy Reports 50 (1966) 163–170；R. J. Gray，Annals of Statistics 16 (1988) 1141–1154",
    parameters: ["incidence"],
    checks: ["累积发生率与生存曲线", "组间检验"]
  },
  {
    id: "comparison",
    title: "有无措施的比较与 E 值",
    question: "情况相近的户，有措施和没有措施的，结果差多少？",
    does: "按类别、劳动能力、风险等算出每户得到措施的可能性，加权到两组情况相近，再比较结果；平衡表列出每一项加权前后的差。E 值说没记下来的因素要有多大，才能把差别全部解释掉。",
    silent: "两组太少、不可比、加权后仍不平衡、有效样本太少时不给结果，写明哪一项不够。",
    means: "说明措施与结果一起出现；不是因果。越困难的户得到的措施越多，记录里没有的情况平衡不了。",
    formula: [
      "e = 有措施的概率（逻辑回归），权重：有措施 1 − e，无措施 e",
      "标准化均差 = (x̄₁ − x̄₀) ÷ √((s₁² + s₀²)/2)，有效样本 = (Σw)² ÷ Σw²",
      "E = RR + √(RR(RR − 1))"
    ],
    source:
      "F. Li、K. L. Morgan、A. M. Zaslavsky，JASA 113 (2018) 390–400；P. C. Austin，Statistics in Medicine 28 (2009) 3083–3107；T. J. VanderWeele、P. Ding，Annals of Internal Medicine 167 (2017) 268–274",
    parameters: ["comparison"],
    checks: ["倾向得分加权比较", "E 值"]
  },
  {
    id: "sample",
    title: "抽样与区间",
    question: "抽多少户、抽哪些户，结果怎样推回全体？",
    does: "按乡镇分层、按户数分配，用种子随机抽，谁来抽都一样。查到的比例给区间；批质量抽样说一个地方抽几户、允许几户有问题。",
    silent: "没有抽户时没有区间，不是 0%；全抽也判不了的没有方案。",
    means: "样本说的是一个范围；抽三十户没有发现问题，不等于全体没有问题。",
    formula: [
      "威尔逊区间：(p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n)",
      "有限总体：超几何分布上下尾各大于 α/2 的最小、最大户数",
      "批质量：最小的 n、c，使 P(X ≤ c | 合格界限) ≥ 1 − α，P(X ≤ c | 不合格界限) ≤ β"
    ],
    source:
      "J. Neyman，JRSS 97 (1934) 558–625；W. G. Cochran，Sampling Techniques (1977)；C. J. Clopper、E. S. Pearson，Biometrika 26 (1934) 404–413；H. F. Dodge、H. G. Romig，Sampling Inspection Tables (1944)",
    parameters: ["sample"],
    checks: ["分层抽样", "比例的区间", "批质量抽样"]
  },
  {
    id: "index",
    title: "综合指数",
    question: "综合起来，先看哪里？",
    does: "把危险、脆弱性、应对能力不足三个方面合成 0–10 的数，上下界固定在表里。名次只给范围：换成另一种平均、逐项去掉、权重上下浮动，名次能到哪里。再用下一季的新增检验，没有胜过“上季度的发生率”就直说。",
    silent: "齐备的输入不足规定的份额，或一个方面全缺，不给指数。",
    means: "说明先看哪里；不是考核，不是概率，权重里有取舍。",
    formula: [
      "每项 x′ = (x − 下界) ÷ (上界 − 下界)·10，截在 0 至 10；越大越好的取 10 − x′",
      "指数 = (危险·脆弱性·应对能力不足)^(1/3)"
    ],
    source:
      "T. De Groeve 等，Index for Risk Management（联合研究中心，2015）；M. Nardo 等，Handbook on Constructing Composite Indicators（OECD，2008）",
    parameters: ["index"],
    checks: ["综合指数"]
  }
];
