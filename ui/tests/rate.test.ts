import { describe, expect, it } from "vitest";
import type { Status } from "../src/lib/backend/types";
import { netPerHour } from "../src/lib/rate";

const status = (more: Partial<Status> = {}): Status =>
  ({
    current: { kind: "render", price: { per_giga: "100" } },
    device: { samples_per_second: 500_000_000 },
    effort: { duty_permille: 1000 },
    tariff_per_kwh: "300000",
    ...more,
  }) as unknown as Status;

describe("an hour of the picture in hand", () => {
  it("brings what its samples pay less what they take", () => {
    // 1800 thousand million samples at 100 micro-credits, and a fifth of a kilowatt-hour.
    expect(netPerHour(status(), 200_000)).toBe("120000");
  });
  it("may cost more than it brings", () => {
    expect(netPerHour(status({ tariff_per_kwh: "1000000" }), 200_000)).toBe("-20000");
  });
  it("brings half at half the effort", () => {
    expect(netPerHour(status({ effort: { duty_permille: 500 } as Status["effort"] }), 200_000)).toBe("60000");
  });
  it("is not told where something of it is not known", () => {
    expect(netPerHour(status(), null)).toBeNull();
    expect(netPerHour(status({ tariff_per_kwh: null }), 1)).toBeNull();
    expect(netPerHour(status({ current: null }), 1)).toBeNull();
    expect(netPerHour(null, 1)).toBeNull();
  });
});
