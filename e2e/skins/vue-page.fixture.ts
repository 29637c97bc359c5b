/** The page of e2e/skins.test.ts in Vue. */
import { createSSRApp, defineComponent, h, onMounted, ref, withDirectives } from 'vue';
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
  const hidden = ref('');
  const rest = usePrediction({ k: 9, exclude: ({ id }) => id === hidden.value });
  onMounted(() => {
    const answers = LOOKED_AT.map((id) => track('click', id));
    const hide = (id: string) => {
      hidden.value = id;
    };
    Object.assign(window, { predictor, answers, track, hide });
  });
  return () =>
    h('section', { 'data-status': status.value, 'data-backend': prediction.value.backend }, [
      h(
        'ul',
        prediction.value.items.map((item) =>
          withDirectives(h('li', { key: item.id }, item.id), [[vImpression, item]]),
        ),
      ),
      h('p', { 'data-rest': '' }, rest.value.items.map(({ id }) => id).join(' ')),
    ]);
});

export const shop = (predictor?: Predictor) =>
  createSSRApp(Shelf).use(predictorPlugin, predictor ? { predictor } : { options: OPTIONS });

export function mount(element: Element, predictor?: Predictor): () => void {
  const app = shop(predictor);
  app.mount(element);
  return () => app.unmount();
}
