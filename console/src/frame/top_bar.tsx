/** The bar at the top: Region, look, who is signed in. */

import TopNavigation from "@cloudscape-design/components/top-navigation";
import type { TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useServer } from "@/aws/server";
import { linkTo } from "./address";
import { HOME } from "./home";
import { useLook } from "./look";
import { writePreference } from "./preferences";
import { useRegion } from "./region";
import { nameOf } from "./principal";
import { GlobalSearch } from "./search/global_search";
import { signOut, switchBack, useSession } from "./session";
import { SwitchRole } from "./switch_role";

export function TopBar() {
  const region = useRegion();
  const [look, choose] = useLook();
  const [isSwitching, setSwitching] = useState(false);
  const otherLook = look === "dark" ? "light" : "dark";
  return (
    <>
      <TopNavigation
        identity={{ href: linkTo(region, HOME), title: "Jedlik" }}
        search={<GlobalSearch />}
        utilities={[
          useRegionMenu(),
          {
            type: "button",
            text: look === "dark" ? "Light" : "Dark",
            ariaLabel: `Use the ${otherLook} look`,
            title: `Use the ${otherLook} look`,
            onClick: () => choose(otherLook),
          },
          useUserMenu(() => setSwitching(true)),
        ]}
      />
      {isSwitching && <SwitchRole onClose={() => setSwitching(false)} />}
    </>
  );
}

/** Changing the Region keeps the rest of the address. */
function useRegionMenu(): TopNavigationProps.Utility {
  const region = useRegion();
  const regions = useServer().data?.regions ?? [];
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return {
    type: "menu-dropdown",
    text: region,
    ariaLabel: `Region ${region}`,
    items: [...new Set([...regions, region])].map((id) => ({ id, text: id })),
    onItemClick: ({ detail }) => {
      writePreference("region", detail.id);
      const [, , ...rest] = pathname.split("/");
      void navigate(`/${[detail.id, ...rest].join("/")}`);
    },
  };
}

function useUserMenu(startSwitch: () => void): TopNavigationProps.Utility {
  const session = useSession();
  const actions: Record<string, () => void> = { role: startSwitch, back: switchBack, out: signOut };
  const back = session.origin && { id: "back", text: `Back to ${nameOf(session.origin.arn)}` };
  return {
    type: "menu-dropdown",
    text: nameOf(session.arn),
    description: session.arn,
    iconName: "user-profile",
    ariaLabel: `Signed in as ${session.arn}`,
    items: [
      { id: "account", text: `Account ${session.accountId}`, disabled: true },
      { id: "role", text: "Switch role" },
      ...(back ? [back] : []),
      { id: "out", text: "Sign out" },
    ],
    onItemClick: ({ detail }) => actions[detail.id]?.(),
  };
}
