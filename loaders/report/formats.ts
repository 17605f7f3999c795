import type { Report } from "./report.ts";

/** One format a report can be written in. */
export interface ReportFormat {
  /** What it is, in the command's help. */
  readonly about: string;
  /** Loads the writer, which takes longer to start than the command takes to say no. */
  readonly load: () => Promise<(report: Report) => Promise<Uint8Array>>;
}

/** Formats by the extension of their files, in the order `all` writes them. A new format is a line here. */
export const formats: Readonly<Record<string, ReportFormat>> = {
  docx: { about: "Word 通报", load: async () => (await import("./docx.ts")).reportDocx },
  xlsx: { about: "Excel 指标表", load: async () => (await import("./xlsx.ts")).reportXlsx },
  pptx: { about: "PowerPoint 会商稿", load: async () => (await import("./pptx.ts")).reportPptx }
};

/** Name of a report's file, without its extension: “云岭市防返贫监测帮扶情况通报_2023-12”. */
export function reportName({ title, view }: Report): string {
  return `${title}_${view.context.period}`;
}
