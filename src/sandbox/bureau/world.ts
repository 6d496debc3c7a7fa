import { openStore, type Store } from '../store.ts';
import { nowOf } from './clock.ts';
import type { Settings } from './settings.ts';
import { type Speech, speechOf } from './speech/speech.ts';
import { type Account, freshState, type State } from './state.ts';

/** Everything a function of the bureau may need: its settings, its memory and its time. */
export interface World {
  settings: Settings;
  speech: Speech;
  store: Store<State>;
  state: State;
  now(): number;
  commit(): void;
  /** An id as the bureau gives them: positive, never given twice. */
  newId(): number;
  account(ispId: number): Account | undefined;
}

/** Opens the bureau's memory in `settings.data`; the account of the command line is always there. */
export function openWorld(settings: Settings): World {
  const store = openStore<State>(settings.data, () => freshState(settings, Date.now()));
  const { state } = store;
  const known = state.accounts.find((a) => a.isp_id === settings.account.isp_id);
  if (known) Object.assign(known, settings.account);
  else {
    state.accounts.push({ ...settings.account, last_sequence: 0, missing: [], rights: true });
  }
  store.commit();
  return {
    settings,
    speech: speechOf(settings.profile),
    store,
    state,
    now: () => nowOf(state.clock),
    commit: store.commit,
    newId: () => state.next.id++,
    account: (ispId) => state.accounts.find((a) => a.isp_id === ispId),
  };
}
