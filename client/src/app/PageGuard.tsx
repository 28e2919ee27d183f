import { Component, type ReactNode } from "react";

type Props = { readonly children: ReactNode };

/** A page that fails says so: an empty screen could be taken for a quiet one. React asks for a class here. */
export class PageGuard extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="page">
        <h1>This page has failed</h1>
        <p role="alert" className="problem">
          What it showed is not being monitored on this screen. Look at the patients, then reload.
        </p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    );
  }
}
