import type { Moment } from './chart.js';
import { createHearing } from './hearing.js';
import type { Inspected } from './predictors.js';
import { createTrial } from './trial.js';

const MAX_MOMENTS = 120;

/** What is followed of one predictor from the moment it is found, whether it is shown or not. */
export function follow(inspected: Inspected, name: string, onChange: () => void) {
  const { predictor } = inspected;
  const hearing = createHearing(inspected, onChange);
  let moments: Moment[] = [];
  const add = () => {
    const { ts, intent } = predictor.getSnapshot();
    if (!ts) moments = [];
    else moments = [...moments, { ...intent }].slice(-MAX_MOMENTS);
  };
  const onPrediction = () => {
    add();
    void hearing.refresh();
  };
  if (predictor.getSnapshot().ts) add();
  void hearing.refresh();
  const stops = [
    predictor.on('prediction', onPrediction),
    ...(['ready', 'statechange', 'backendchange', 'consentchange', 'error'] as const).map((event) =>
      predictor.on(event, onChange),
    ),
    hearing.stop,
  ];
  return {
    inspected,
    name,
    hearing,
    moments: () => moments,
    trial: createTrial(inspected, name, onChange),
    stop() {
      for (const stop of stops) stop();
    },
  };
}

export type Session = ReturnType<typeof follow>;
