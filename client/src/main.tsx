import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { assert } from "@watchroom/shared/result";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createSound } from "./alarm/sound.ts";
import { SoundContext } from "./alarm/soundContext.ts";
import { App } from "./app/App.tsx";
import { keepInstallOffer } from "./pwa/install.ts";
import { startWorker } from "./pwa/worker.ts";
import { applyStoredTheme } from "./theme/theme.ts";
import "./theme/theme.css";
import "./theme/controls.css";
import "./theme/dialogs.css";

applyStoredTheme();
const sound = createSound();
// The browser lets a page sound only after a gesture; the first one anywhere will do.
for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, sound.unlock);

keepInstallOffer();
// While developing, files change without their names changing: a worker that keeps them would be in the way.
if (import.meta.env.PROD) startWorker();

const queries = new QueryClient({
  // A call is tried whatever the browser thinks of the network, and never repeated behind a person's back.
  defaultOptions: {
    queries: { networkMode: "always", retry: false, refetchOnWindowFocus: false },
    mutations: { networkMode: "always", retry: false },
  },
});

const root = document.getElementById("root");
assert(root !== null, "index.html has a root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <SoundContext value={sound}>
        <App />
      </SoundContext>
    </QueryClientProvider>
  </StrictMode>,
);
