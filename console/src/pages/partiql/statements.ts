/** Reads the text of the editor: where statements end, what they do, how many parameters they have. */

export interface Statement {
  readonly text: string;
  /** The number of question marks outside of quotes and comments. */
  readonly parameterCount: number;
  /** Whether it is no SELECT and no EXISTS. What is not understood counts as writing. */
  readonly writes: boolean;
}

// Quoted text, names and Ion, and comments: what is in them is neither an end nor a parameter.
const PIECE =
  /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$)|--[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|\?|[^;?'"`/-]+|[/-]/g;
const COMMENT = /^(?:--|\/\*)/;
const FIRST_WORD = /^[\s(]*([a-z]+)/i;
const READING = new Set(["select", "exists"]);

/** The statements of a text, which semicolons divide. Empty ones are left out. */
export function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let pieces: string[] = [];
  const end = () => {
    const statement = statementOf(pieces);
    if (statement !== undefined) statements.push(statement);
    pieces = [];
  };
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece === ";") end();
    else pieces.push(piece);
  }
  end();
  return statements;
}

function statementOf(pieces: readonly string[]): Statement | undefined {
  const withoutComments = pieces.filter((piece) => !COMMENT.test(piece)).join("");
  if (withoutComments.trim() === "") return undefined;
  const word = FIRST_WORD.exec(withoutComments)?.[1]?.toLowerCase();
  return {
    text: pieces.join("").trim(),
    parameterCount: pieces.filter((piece) => piece === "?").length,
    writes: word === undefined || !READING.has(word),
  };
}

/** A name in double quotes, such as that of a table. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string in single quotes. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
