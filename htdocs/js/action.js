// SPDX-License-Identifier: Apache-2.0
// One thing that is being done: whether it is under way, and what it came to.

import { useRef, useState } from './html.js';
import { Refusal } from './api.js';

// [{ busy, refusal }, run(action)]: `run` does one action at a time, and resolves to whether it went
// well; a refusal is kept until the next.
export function useAction() {
  const [state, setState] = useState({ busy: false, refusal: null });
  const running = useRef(false);

  const run = async (action) => {
    if (running.current) {
      return false;
    }
    running.current = true;
    setState({ busy: true, refusal: null });
    try {
      await action();
      setState({ busy: false, refusal: null });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      setState({ busy: false, refusal: error });
      return false;
    } finally {
      running.current = false;
    }
  };
  return [state, run];
}
