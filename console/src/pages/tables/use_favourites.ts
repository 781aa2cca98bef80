/** The favourites of the user, for each account and Region. */

import { usePreference } from "@/frame/preferences";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { toggled } from "./favourites";

const NONE: readonly string[] = [];

/** The names, and a function that sets or removes the star of a table. */
export function useFavourites(): [readonly string[], (name: string) => void] {
  const { accountId } = useSession();
  const region = useRegion();
  const [names, write] = usePreference(`favourites.${accountId}.${region}`, NONE);
  return [names, (name) => write(toggled(names, name))];
}
