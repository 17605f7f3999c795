/** What `npm run dev` tells the open page, see loaders/dev/server.ts. */
interface State {
  readonly generation: number;
  readonly isFigures: boolean;
  readonly kind: "current" | "working" | "refused" | "failed";
  readonly text: string;
  readonly step: string;
}

/** Milliseconds for which the word that the page is up to date stays. */
const stay = 8000;

const box = document.createElement("div");
box.id = "rebuild-notice";
box.setAttribute("role", "status");
box.hidden = true;
box.style.cssText =
  "position:fixed;inset:auto 16px 16px auto;z-index:100;max-width:420px;padding:10px 14px;font-size:14px;line-height:1.6;background:var(--paper,#fff);color:var(--ink,#000);border:1px solid currentColor;overflow-wrap:anywhere";
document.body.append(box);

let known: number | null = null;
let leaving: ReturnType<typeof setTimeout> | undefined;

new EventSource("/_dev/events").onmessage = ({ data }) => {
  const state = JSON.parse(data as string) as State;
  known ??= state.generation;
  if (state.generation > known) {
    // What was told before this page heard of it may be of another kind.
    if (!state.isFigures || state.generation > known + 1) {
      location.reload();
      return;
    }
    known = state.generation;
    // A page that does not take them itself loads anew.
    if (dispatchEvent(new Event("figures", { cancelable: true }))) {
      location.reload();
      return;
    }
  }
  box.dataset.kind = state.kind;
  box.hidden = state.text === "";
  box.textContent = [state.text, state.step].filter(Boolean).join("\n");
  box.style.whiteSpace = "pre-line";
  clearTimeout(leaving);
  if (state.kind === "current") leaving = setTimeout(() => (box.hidden = true), stay);
};

export {};
