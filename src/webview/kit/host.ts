import type { Port } from '../../protocol/rpc.js';

/** The page's view of VS Code: a pipe to the host, and a state that outlives the page. */
export interface Host {
  port: Port;
  /** What `save` was given last, perhaps before the window was loaded anew. */
  restore(): unknown;
  save(state: unknown): void;
}

/** May be called once a page. */
export function acquireHost(): Host {
  const api = acquireVsCodeApi();
  return {
    port: {
      post: (message) => {
        api.postMessage(message);
      },
      listen: (listener) => {
        const hear = ({ data }: MessageEvent<unknown>): void => {
          listener(data);
        };
        window.addEventListener('message', hear);
        return () => {
          window.removeEventListener('message', hear);
        };
      },
    },
    restore: () => api.getState(),
    save: (state) => {
      api.setState(state);
    },
  };
}
