/** Programs and commands that repeat a read and return all of its pages. */

import type { ReadRequest } from "../request";
import { cliCode } from "./cli";
import { goCode } from "./go";
import { javaCode } from "./java";
import { javascriptCode } from "./javascript";
import { clientCode, resourceCode } from "./python";

export interface CodeTarget {
  readonly region: string;
  readonly endpoint: string;
}

export interface Language {
  readonly id: string;
  readonly title: string;
  readonly write: (request: ReadRequest, target: CodeTarget) => string;
}

export const LANGUAGES: readonly Language[] = [
  { id: "cli", title: "AWS CLI", write: cliCode },
  { id: "python-client", title: "Python (client)", write: clientCode },
  { id: "python-resource", title: "Python (resource)", write: resourceCode },
  { id: "javascript", title: "JavaScript v3", write: javascriptCode },
  { id: "java", title: "Java v2", write: javaCode },
  { id: "go", title: "Go v2", write: goCode },
];
