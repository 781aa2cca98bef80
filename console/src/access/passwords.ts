/** Makes passwords. */

const KINDS = [
  "abcdefghijkmnopqrstuvwxyz",
  "ABCDEFGHJKLMNPQRSTUVWXYZ",
  "23456789",
  "!@#$%^&*()_+-=",
];
const LENGTH = 20;

/** A password with letters, digits and other characters, which every password policy accepts. */
export function newPassword(): string {
  const all = KINDS.join("");
  const characters = [
    ...KINDS.map((kind) => pick(kind)),
    ...Array.from({ length: LENGTH - KINDS.length }, () => pick(all)),
  ];
  // Shuffled, so that the kinds are in no known order.
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [characters[at], characters[other]] = [characters[other] ?? "", characters[at] ?? ""];
  }
  return characters.join("");
}

function pick(characters: string): string {
  return characters.charAt(below(characters.length));
}

/** A random number from 0 to below `limit`, each with the same probability. */
function below(limit: number): number {
  const range = 2 ** 32;
  const usable = range - (range % limit);
  let number: number;
  do {
    number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  } while (number >= usable);
  return number % limit;
}
