import { predictorPlugin } from 'nextaisle/vue';

export default defineNuxtPlugin(({ vueApp }) => {
  vueApp.use(predictorPlugin, { options: { consent: 'granted' } });
});
