import type { Report } from "../../src/lib/report/report.ts";

/** Writes a report as a file; `folder` is the published folder it was read from. */
export type ReportWriter = (report: Report, folder: string) => Promise<Uint8Array>;

/** One format a report can be written in. */
export interface ReportFormat {
  /** What it is, in the command's help. */
  readonly about: string;
  /** Loads the writer, which takes longer to start than the command takes to say no. */
  readonly load: () => Promise<ReportWriter>;
}

/** Formats by the extension of their files, in the order `all` writes them. A new format is a line here. */
export const formats: Readonly<Record<string, ReportFormat>> = {
  docx: { about: "Word 通报", load: async () => (await import("./docx.ts")).reportDocx },
  xlsx: { about: "Excel 指标表", load: async () => (await import("./xlsx.ts")).reportXlsx },
  pptx: { about: "PowerPoint 会商稿", load: async () => (await import("./pptx.ts")).reportPptx },
  html: { about: "会商稿，一份可脱网打开的网页", load: async () => (await import("./html.ts")).reportHtml },
  pdf: { about: "会商稿，一页一张", load: async () => (await import("./pdf.ts")).reportPdf }
};

/** Name of a report's file, without its extension: “云岭市防返贫监测帮扶情况通报_2023-12”. */
export function reportName({ title, view }: Report): string {
  return `${title}_${view.context.period}`;
}
