import { type FormServices, FormSession } from '../../../src/editor/form/formSession.js';
import type { Draft } from '../../../src/protocol/form.js';
import { openPage, type StandalonePage, type StandalonePageOptions } from './standalonePage.js';

export type FormPage = StandalonePage;

export interface FormPageOptions extends Pick<StandalonePageOptions, 'theme'> {
  services: FormServices;
  prefill?: Draft;
  bundle?: Record<string, string>;
}

/** The form's real page in a browser of its own, answered by the real session over given services. */
export function openFormPage({ services, prefill, bundle = {}, theme }: FormPageOptions): Promise<FormPage> {
  return openPage({
    name: 'form',
    theme,
    session: (port) =>
      new FormSession({
        port,
        services,
        language: 'en',
        bundle,
        prefill,
        onSubject: () => undefined,
      }),
  });
}
