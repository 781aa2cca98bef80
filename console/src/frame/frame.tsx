/** What is around every page. */

import AppLayout from "@cloudscape-design/components/app-layout";
import Flashbar from "@cloudscape-design/components/flashbar";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect } from "react";
import { Outlet, useNavigation } from "react-router";
import { queries } from "@/aws/query_client";
import { Breadcrumbs } from "./breadcrumbs";
import { dismissMessage, useMessages } from "./messages";
import { Navigation } from "./navigation";
import { usePreference } from "./preferences";
import { useSessionState } from "./session";
import { SignInAgain } from "./sign_in";
import { TopBar } from "./top_bar";
import { WhyDenied } from "./why_denied";

const TOP_BAR = "top-bar";

export function Frame() {
  const [isOpen, setOpen] = usePreference("navigation-open", true);
  const isLoading = useNavigation().state === "loading";
  const state = useSessionState();
  // What another user read is not shown to the next.
  const number = state.signedIn ? state.session.number : 0;
  useEffect(() => () => queries.removeQueries({ queryKey: [number] }), [number]);
  return (
    <>
      <div id={TOP_BAR}>
        <TopBar />
      </div>
      <AppLayout
        headerSelector={`#${TOP_BAR}`}
        navigation={<Navigation />}
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        toolsHide
        breadcrumbs={<Breadcrumbs />}
        notifications={<Messages />}
        content={isLoading ? <Spinner size="large" /> : <Outlet />}
      />
      <WhyDenied />
      {state.signedIn && state.isExpired && <SignInAgain />}
    </>
  );
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
