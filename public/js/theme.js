// Switches the theme in place. The server reads the same cookie, so the next page comes without a flash.
export function meet(form) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = event.submitter.value;
    const kept = chosen === 'auto' ? 'max-age=0' : 'max-age=31536000';
    const secure = location.protocol === 'https:' ? '; secure' : '';
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in many browsers
    document.cookie = `theme=${chosen}; path=/; samesite=lax; ${kept}${secure}`;
    document.documentElement.dataset.theme = chosen;
    for (const button of document.querySelectorAll('[data-theme-switch] button')) {
      button.setAttribute('aria-pressed', String(button.value === chosen));
    }
  });
}
