/** What is around every page. */

import AppLayout from "@cloudscape-design/components/app-layout";
import Flashbar from "@cloudscape-design/components/flashbar";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect } from "react";
import { Outlet, useLocation, useNavigation } from "react-router";
import { queries } from "@/aws/query_client";
import { clearRequests } from "@/aws/request_log";
import { Breadcrumbs } from "./breadcrumbs";
import { dismissAll, dismissMessage, openedPage, useMessages } from "./messages";
import { Navigation } from "./navigation";
import { useNavigationDrawer } from "./navigation_drawer";
import { useSessionState } from "./session";
import { useShownPage } from "./shown_page";
import { SignInAgain } from "./sign_in";
import { useTopOfPage } from "./top_of_page";
import { TopBar } from "./top_bar";
import { WhyDenied } from "./why_denied";

const TOP_BAR = "top-bar";
// The side navigation keeps its place below the bar, so the bar must not scroll away. The menus of
// the bar must lie above the messages of the page.
const STAYS_AT_THE_TOP = { position: "sticky", top: 0, zIndex: 1002 } as const;

export function Frame() {
  const navigation = useNavigationDrawer();
  const isForm = useShownPage()?.page.isForm ?? false;
  const { pathname } = useLocation();
  const isLoading = useNavigation().state === "loading";
  const state = useSessionState();
  // What another user read is not shown to the next.
  const number = state.signedIn ? state.session.number : 0;
  useEffect(() => () => forget(number), [number]);
  useEffect(openedPage, [pathname]);
  useTopOfPage();
  return (
    <>
      <div id={TOP_BAR} style={STAYS_AT_THE_TOP}>
        <TopBar />
      </div>
      <AppLayout
        headerSelector={`#${TOP_BAR}`}
        navigation={<Navigation onFollow={navigation.onFollow} />}
        navigationOpen={navigation.isOpen}
        onNavigationChange={({ detail }) => navigation.setOpen(detail.open)}
        ariaLabels={{
          navigation: "Pages",
          navigationToggle: "Open the navigation",
          navigationClose: "Close the navigation",
          notifications: "Messages",
        }}
        toolsHide
        stickyNotifications
        contentType={isForm ? "form" : "table"}
        breadcrumbs={<Breadcrumbs />}
        notifications={<Messages />}
        content={isLoading ? <Spinner size="large" /> : <Outlet />}
      />
      <WhyDenied />
      {state.signedIn && state.isExpired && <SignInAgain />}
    </>
  );
}

/** Drops what a session read and did. */
function forget(session: number): void {
  queries.removeQueries({ queryKey: [session] });
  queries.getMutationCache().clear();
  clearRequests();
  dismissAll();
}

function Messages() {
  const items = useMessages().map((message) => ({
    ...message,
    type: message.type === "in-progress" ? ("info" as const) : message.type,
    loading: message.type === "in-progress",
    dismissible: true,
    dismissLabel: "Dismiss the message",
    onDismiss: () => dismissMessage(message.id),
  }));
  return <Flashbar items={items} stackItems />;
}
