/** Light or dark. At the first visit as the system, then as the user chose. */

import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useEffect } from "react";
import { usePreference } from "./preferences";

export type Look = "light" | "dark";

export function useLook(): [Look, (look: Look) => void] {
  const [chosen, choose] = usePreference<Look | null>("look", null);
  const look =
    chosen ?? (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  useEffect(() => applyMode(look === "dark" ? Mode.Dark : Mode.Light), [look]);
  return [look, choose];
}
