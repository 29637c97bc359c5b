// The document holds the first page, which so need not wait for a script. Other addresses begin empty.
if (/^#\/./.test(location.hash)) document.querySelector('main').replaceChildren();
