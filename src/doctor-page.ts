import { type Examination, examine } from './doctor/examine.js';

// `nextaisle doctor` puts this before the scripts of each page that it opens. What it examines is sent
// after each event, because a click may leave the page, and read once more at the end.
if (window.top === window) {
  const page: Window & { nextaisleDoctorReport?: (examination: Examination) => unknown } = window;
  const { report, settled } = examine(window, () => void page.nextaisleDoctorReport?.(report()));
  Object.assign(window, { nextaisleDoctor: () => settled().then(report) });
}
