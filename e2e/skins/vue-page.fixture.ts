/** The page of e2e/skins.test.ts in Vue. */
import { createSSRApp, defineComponent, h, onMounted, withDirectives } from 'vue';
import {
  type Predictor,
  predictorPlugin,
  useImpression,
  usePrediction,
  usePredictor,
  useStatus,
  useTrack,
} from '../../src/vue.js';
import { LOOKED_AT, OPTIONS, RULES } from './shop.fixture.js';

const Shelf = defineComponent(() => {
  const predictor = usePredictor();
  const track = useTrack();
  const status = useStatus();
  const prediction = usePrediction(() => RULES);
  const vImpression = useImpression();
  onMounted(() => {
    for (const id of LOOKED_AT) track('click', id);
    Object.assign(window, { predictor });
  });
  return () =>
    h('section', { 'data-status': status.value, 'data-backend': prediction.value.backend }, [
      h(
        'ul',
        prediction.value.items.map((item) =>
          withDirectives(h('li', { key: item.id }, item.id), [[vImpression, item]]),
        ),
      ),
    ]);
});

export const shop = (predictor?: Predictor) =>
  createSSRApp(Shelf).use(predictorPlugin, predictor ? { predictor } : { options: OPTIONS });

export function mount(element: Element, predictor?: Predictor): () => void {
  const app = shop(predictor);
  app.mount(element);
  return () => app.unmount();
}
