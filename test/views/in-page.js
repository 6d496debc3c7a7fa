// Runs inside the browser: what the tests ask of a page.
globalThis.inPage = {
  sideways: () => Math.max(0, document.documentElement.scrollWidth - innerWidth),

  async barriers() {
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
  },

  /** Links within a sentence are exempt (WCAG 2.5.8); a label counts with its control. */
  smallTargets() {
    const LEAST = 43.5;
    const pressed = 'a[href], button, input:not([type="hidden"]), select, textarea, summary';
    return [...document.querySelectorAll(pressed)]
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => getComputedStyle(element).display !== 'inline')
      .filter((element) => {
        const box = (element.closest('label') ?? element).getBoundingClientRect();
        return Math.max(box.height, element.getBoundingClientRect().height) < LEAST;
      })
      .map((element) => `${element.tagName} ${element.className} ${element.textContent.trim()}`);
  },
};
