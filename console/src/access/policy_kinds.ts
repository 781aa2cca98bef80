/** Managed policies are those of AWS and those of the account. */

import type { Arn } from "./types";

export const KINDS = [
  { value: "all", label: "All types" },
  { value: "aws", label: "AWS managed" },
  { value: "own", label: "Customer managed" },
] as const;

export function kindOf(arn: Arn): "aws" | "own" {
  return arn.startsWith("arn:aws:iam::aws:") ? "aws" : "own";
}

export function kindText(arn: Arn): string {
  return kindOf(arn) === "aws" ? "AWS managed" : "Customer managed";
}
