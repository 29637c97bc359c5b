export const $ = (id) => document.getElementById(id);

/** Tells a screen reader. */
export const say = (text) => {
  $('said').textContent = text;
};
