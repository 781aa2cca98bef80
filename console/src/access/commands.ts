/** The commands that make a first policy and a first role. The documents contain no apostrophe. */

import { inOneLine, NEW_POLICY, trustOfService } from "./documents";

const TRUST = inOneLine(trustOfService("ec2.amazonaws.com"));

export const CREATE_POLICY =
  "aws iam create-policy --policy-name ReadMusic --policy-document " + `'${inOneLine(NEW_POLICY)}'`;

export const CREATE_ROLE =
  "aws iam create-role --role-name MusicReader --assume-role-policy-document " + `'${TRUST}'`;
