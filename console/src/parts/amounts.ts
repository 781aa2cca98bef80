/** Times and sizes for people. */

const KB = 1024;
const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** `1536` is "1.5 KB". */
export function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return "-";
  let amount = bytes;
  let unit = 0;
  while (amount >= KB && unit < UNITS.length - 1) {
    amount /= KB;
    unit += 1;
  }
  return `${unit === 0 ? String(amount) : amount.toFixed(1)} ${UNITS[unit] ?? ""}`;
}

/** "November 30, 2026, 18:20:57" in the time zone of the browser. */
export function timeText(time: Date | undefined): string {
  if (time === undefined) return "-";
  const day = time.toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" });
  return `${day}, ${time.toLocaleTimeString("en-GB")}`;
}

/** `12345` is "12,345". */
export function countText(count: number | undefined): string {
  return count === undefined ? "-" : count.toLocaleString("en-US");
}
