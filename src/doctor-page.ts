import { type Examination, examine } from './doctor/examine.js';

// `nextaisle doctor` puts this before the scripts of each page that it opens.
if (window.top === window) {
  const page = window as Window & { nextaisleDoctorTell?: (said: Examination) => unknown };
  const examination = examine(window, () => void page.nextaisleDoctorTell?.(examination()));
  Object.assign(window, { nextaisleDoctor: examination });
}
