/** The operation ExplainAccess of the server: what is asked, and what it answers. */

import type { ContextRow } from "@/access/simulation";
import { contextEntries } from "@/access/simulation";

/** Either the text of an error, or an action on a resource. */
export type Question =
  | { readonly Message: string }
  | {
      /** Absent: the caller. */
      readonly Principal?: string;
      readonly Action: string;
      readonly Resource: string;
      readonly Context?: Readonly<Record<string, readonly string[]>>;
    };

export interface Explanation {
  readonly Decision: "allowed" | "explicitDeny" | "implicitDeny";
  readonly Principal: string;
  readonly Action: string;
  readonly Resource: string;
  readonly DecidedBy: string;
  readonly Reasons: readonly string[];
  readonly Message?: string;
  readonly Statements: readonly ExplainedStatement[];
  readonly MissingContext: readonly string[];
  readonly Notes: readonly string[];
}

/** A statement that covers the action. */
export interface ExplainedStatement {
  readonly PolicyType: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly AttachedTo?: string;
  readonly Number: number;
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Statement?: object;
  readonly Applies: boolean;
  readonly Contribution: "allow" | "deny" | "none";
  readonly Summary: string;
}

/** The form of a question. */
export interface Form {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: readonly ContextRow[];
}

export const NEW_FORM: Form = { principal: "", action: "", resource: "", context: [] };

/** The request that was explained, to ask about one that is like it. */
export function formOf({ Principal, Action, Resource }: Explanation): Form {
  return { ...NEW_FORM, principal: Principal, action: Action, resource: Resource };
}

export function questionOf({ principal, action, resource, context }: Form): Question {
  const entries = contextEntries(context);
  return {
    Principal: principal.trim() === "" ? undefined : principal.trim(),
    Action: action.trim(),
    Resource: resource.trim(),
    Context:
      entries.length === 0
        ? undefined
        : Object.fromEntries(
            entries.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
              ContextKeyName,
              ContextKeyValues,
            ]),
          ),
  };
}

/** The statements that decided: those that deny, or else those that allow. */
export function deciding({ Decision, Statements }: Explanation): ExplainedStatement[] {
  const wanted = Decision === "explicitDeny" ? "deny" : "allow";
  if (Decision === "implicitDeny") return [];
  return Statements.filter(({ Contribution }) => Contribution === wanted);
}

/** A statement that would allow what nothing allows, to put into a policy. */
export function missingStatement({ Decision, Action, Resource }: Explanation): string | undefined {
  if (Decision !== "implicitDeny") return undefined;
  return JSON.stringify({ Effect: "Allow", Action, Resource }, null, 2);
}
