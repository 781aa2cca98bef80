/** The whole console: the sign-in page, or the frame with a page in it. */

import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import Spinner from "@cloudscape-design/components/spinner";
import { createHashRouter, Navigate, RouterProvider } from "react-router";
import { PAGES } from "@/pages/all";
import { Frame } from "./frame";
import { HOME } from "./home";
import { useLook } from "./look";
import { readPreference } from "./preferences";
import { NoSuchPage } from "./no_such_page";
import { PageFailure } from "./page_failure";
import { loadPart } from "./part";
import { useSessionState } from "./session";
import { SignIn } from "./sign_in";

const ROUTER = createHashRouter([
  {
    path: "/:region",
    element: <Frame />,
    errorElement: <PageFailure />,
    // Shown while the code of the first page is on its way.
    hydrateFallbackElement: <Spinner size="large" />,
    children: [
      {
        // One above the pages: the router does not show that of a route whose code is missing.
        errorElement: <PageFailure />,
        children: [
          ...PAGES.map((page) => ({
            path: page.path,
            handle: page,
            lazy: async () => ({ Component: (await loadPart(page.load)).default }),
          })),
          { path: "*", element: <NoSuchPage /> },
        ],
      },
    ],
  },
  {
    path: "*",
    element: <Navigate to={`/${readPreference("region", "us-east-1")}/${HOME}`} replace />,
  },
]);

export function Console() {
  useLook();
  const state = useSessionState();
  return (
    <I18nProvider locale="en" messages={[messages]}>
      {state.signedIn ? (
        // What one user typed or sees is not there for the next: each session has its own pages.
        <RouterProvider key={state.session.number} router={ROUTER} />
      ) : (
        <SignIn />
      )}
    </I18nProvider>
  );
}
