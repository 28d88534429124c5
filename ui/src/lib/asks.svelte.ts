/** Work that is asked of others. It outlives the page it was asked on: one may look at other pages meanwhile. */

import type { App } from "./app.svelte";
import type { ChatMessage, RenderOrder, RenderStep, Stop } from "./backend/backend";
import type { Amount, Device, NodeId, RenderOutcome, StopReason } from "./backend/types";

export const QUALITIES = {
  draft: { width: 640, height: 360, spp: 16 },
  good: { width: 1280, height: 720, spp: 64 },
  fine: { width: 1920, height: 1080, spp: 256 },
} as const;
export type Quality = keyof typeof QUALITIES | "exact";

type Going = {
  order: RenderOrder;
  phase: "checking" | "searching" | "rendering";
  provider: { node: NodeId; device: Device; price: Amount } | null;
  lost: { provider: NodeId; reason: StopReason } | null;
  unsupported: string[];
  /** From 0 to 1. */
  done: number;
  cost: Amount;
  picture: string | null;
  outcome: RenderOutcome | null;
};

const begun = (order: RenderOrder): Going => ({ order, phase: "checking", provider: null, lost: null, unsupported: [], done: 0, cost: "0", picture: null, outcome: null });

/** One picture at a time: from the choice of a file to the picture's end. */
export class RenderAsk {
  scene = $state<string | null>(null);
  output = $state("");
  quality = $state<Quality>("good");
  size = $state({ ...QUALITIES.good } as { width: number; height: number; spp: number });
  maxPrice = $state("");
  going = $state.raw<Going | null>(null);
  #stop: Stop | null = null;

  constructor(private readonly app: App) {}

  /** Goes on with the picture that another window has begun. */
  async attach(): Promise<void> {
    // What it has come to is told before the answer is there.
    const early: RenderStep[] = [];
    let attached = false;
    const found = await this.app.backend.currentRender((step) => (attached ? this.#hear(step) : void early.push(step)));
    // Who has chosen something meanwhile wants that.
    if (!found || this.going || this.scene !== null) return;
    attached = true;
    this.scene = found.order.scene;
    this.output = found.order.output;
    this.going = begun(found.order);
    this.#stop = found.stop;
    early.forEach((step) => this.#hear(step));
  }

  async take(scene: string): Promise<void> {
    this.output = await this.app.backend.proposeOutput(scene);
    this.scene = scene;
    this.going = null;
  }

  choose(quality: Quality): void {
    this.quality = quality;
    if (quality !== "exact") this.size = { ...QUALITIES[quality] };
  }

  async start(maxPrice: Amount | null): Promise<void> {
    if (this.scene === null) return;
    const order: RenderOrder = { scene: this.scene, output: this.output, ...$state.snapshot(this.size), max_price: maxPrice };
    this.going = begun(order);
    try {
      this.#stop = await this.app.backend.render(order, (step) => this.#hear(step));
    } catch (error) {
      this.going = null;
      throw error;
    }
  }

  stop(): void {
    this.#stop?.();
  }

  another(): void {
    this.scene = this.going = null;
  }

  #hear(step: RenderStep): void {
    if (!this.going) return;
    switch (step.event) {
      case "checked":
        this.#now({ unsupported: step.facts.unsupported });
        break;
      case "searching":
        this.#now({ phase: "searching" });
        break;
      case "agreed":
        this.#now({ phase: "rendering", provider: { node: step.provider, device: step.device, price: step.price.per_giga } });
        break;
      case "progress":
        this.#now({ phase: "rendering", lost: null, done: step.of === 0 ? 0 : step.pixel_samples / step.of, cost: step.cost });
        break;
      case "picture":
        this.#now({ picture: step.png_base64 });
        break;
      case "provider-lost":
        this.#now({ lost: { provider: step.provider, reason: step.reason } });
        break;
      case "ended":
        this.#now({ outcome: step.outcome, cost: step.cost });
        break;
      case "trouble":
        this.app.tell(step.trouble);
        this.going = null;
        return;
      case "pictured":
        return;
    }
  }

  #now(change: Partial<Going>): void {
    if (this.going) this.going = { ...this.going, ...change };
  }
}

export type Turn = ChatMessage & { provider: NodeId | null; tokens: number; cost: Amount | null };

/** Tokens of one answer: enough for a page. */
const ANSWER_TOKENS = 1024;

/** One conversation. */
export class ChatAsk {
  model = $state<string | null>(null);
  turns = $state<Turn[]>([]);
  answering = $state(false);
  #stop: Stop | null = null;

  constructor(private readonly app: App) {}

  async send(content: string): Promise<void> {
    if (this.model === null || this.answering) return;
    const turn = (role: "user" | "assistant", content: string): Turn => ({ role, content, provider: null, tokens: 0, cost: null });
    this.turns.push(turn("user", content));
    const messages = this.turns.map(({ role, content }) => ({ role, content }));
    this.turns.push(turn("assistant", ""));
    this.answering = true;
    const at = this.turns.length - 1;
    try {
      this.#stop = await this.app.backend.chat({ model: this.model, messages, max_tokens: ANSWER_TOKENS }, (step) => {
        const answer = this.turns[at];
        if (!answer) return;
        if (step.event === "answering") answer.provider = step.provider;
        else if (step.event === "said") answer.content += step.text;
        else if (step.event === "ended") {
          answer.tokens = step.said_tokens;
          answer.cost = step.cost;
          this.#over();
        } else {
          this.app.tell(step.trouble);
          this.#over();
        }
      });
    } catch (error) {
      this.#over();
      throw error;
    }
  }

  stop(): void {
    this.#stop?.();
    this.#over();
  }

  clear(): void {
    this.stop();
    this.turns = [];
  }

  #over(): void {
    this.answering = false;
    // An answer of which not a word came is none.
    if (this.turns.at(-1)?.content === "") this.turns.pop();
  }
}

let asks: { render: RenderAsk; chat: ChatAsk } | null = null;
export function asksOf(app: App): { render: RenderAsk; chat: ChatAsk } {
  if (!asks) {
    asks = { render: new RenderAsk(app), chat: new ChatAsk(app) };
    asks.render.attach().catch(app.tell);
  }
  return asks;
}
