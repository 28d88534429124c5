import { expect, test } from "vitest";
import type { Status } from "../src/lib/backend/types";
import { found, stepOf, STEPS, stepsFor } from "../src/lib/welcome";

type Told = Pick<Status, "device" | "activity">;
const waiting = (reason: Extract<Status["activity"], { state: "waiting" }>["reason"]): Told => ({ device: null, activity: { state: "waiting", reason } });
const device = (kind: "discrete" | "software"): Told => ({
  device: { device: { name: "card", backend: "vulkan", driver: "1", kind }, samples_per_second: 1 },
  activity: { state: "waiting", reason: { code: "no-work" } },
});

test("a machine is looked at until something is known of it", () => {
  expect([null, waiting({ code: "starting" }), waiting({ code: "measuring" })].map(found)).toEqual(["looking", "looking", "looking"]);
  expect([waiting({ code: "no-device", wanted: null }), waiting({ code: "role-off" })].map(found)).toEqual(["none", "off"]);
  expect([device("discrete"), device("software")].map(found)).toEqual(["card", "software"]);
});

test("without a card nothing is measured and nothing estimated, and the owner still gets in", () => {
  expect(stepsFor("none")).toEqual(["machine", "choice", "start"]);
  expect(stepsFor("software")).toEqual(STEPS);
});

test("a window that was closed in the middle goes on there, or at the beginning", () => {
  expect(stepOf("estimate", STEPS)).toBe("estimate");
  expect(stepOf("estimate", stepsFor("none"))).toBe("machine");
  expect([stepOf(null, STEPS), stepOf("nonsense", STEPS)]).toEqual(["machine", "machine"]);
});
