import type { Me } from "@watchroom/shared/http";
import { useLocation } from "wouter";
import { SetUpPage } from "../people/SetUpPage.tsx";
import { SignInPage } from "../people/SignInPage.tsx";
import { useSignedIn } from "../people/signedIn.ts";
import { PageGuard } from "./PageGuard.tsx";
import { Shell } from "./Shell.tsx";
import { SignedIn } from "./SignedIn.tsx";
import { Waiting } from "./Waiting.tsx";

export function App() {
  const signedIn = useSignedIn();
  const [path] = useLocation();
  if (signedIn.isPending) return <Waiting isFailing={signedIn.failureCount > 0} />;
  const me = signedIn.data ?? null;
  if (me === null) return path === "/set-up" ? <SetUpPage /> : <SignInPage />;
  return <Station me={me} />;
}

/** Another person starts with a line of their own: acts carry the name of who signed in. */
function Station({ me }: { readonly me: Me }) {
  return (
    <PageGuard>
      <SignedIn key={me.operatorId} me={me}>
        <Shell />
      </SignedIn>
    </PageGuard>
  );
}
