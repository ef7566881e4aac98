namespace Auctions.Server.Browser.Tests.Support;

/// <summary>What can be checked of a page for those who do not see it, or not well.</summary>
internal static class Accessibility
{
    /// <summary>
    /// A script that answers one line per fault. Contrast by WCAG 2.2, success criterion 1.4.3: 4.5 to 1, or 3 to 1 for
    /// large text.
    /// </summary>
    public const string Faults =
        """
        () => {
          const faults = [];
          const visible = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
          const all = [...document.querySelectorAll("body *")].filter(visible);
          const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
          for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) faults.push(`id ${id} twice`);
          if (document.documentElement.lang !== "en") faults.push("no language");
          if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
          if (all.filter(element => element.tagName === "H1").length !== 1) faults.push("not one h1");
          for (const element of all.filter(element => element.matches("input, select, textarea"))) {
            if (![...element.labels].some(label => label.textContent.trim())) faults.push(`no label: ${element.id}`);
          }
          for (const element of all.filter(element => element.matches("a, button"))) {
            if (!element.textContent.trim()) faults.push(`no name: ${element.outerHTML}`);
          }
          for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
            const names = ["aria-describedby", "aria-labelledby"].flatMap(name =>
              (element.getAttribute(name) ?? "").split(" ")).filter(name => name);
            for (const name of names) if (!document.getElementById(name)) faults.push(`nothing is called ${name}`);
          }
          const rgba = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
          const light = ({ r, g, b }) => {
            const [x, y, z] = [r, g, b].map(part => part / 255)
              .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * x + 0.7152 * y + 0.0722 * z;
          };
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = rgba(getComputedStyle(at).backgroundColor);
              if (color.a === 1) return color;
            }
            return rgba("rgb(255, 255, 255)");
          };
          for (const element of all) {
            const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            if (!hasText || element.closest(":disabled, .unseen, .skip, option")) continue;
            const style = getComputedStyle(element);
            const pair = [light(rgba(style.color)), light(behind(element))].sort((one, other) => other - one);
            const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
            const size = parseFloat(style.fontSize);
            const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            if (contrast < (isLarge ? 3 : 4.5)) {
              faults.push(`contrast ${contrast.toFixed(2)}: ${element.id} ${element.textContent.trim()}`);
            }
          }
          return faults;
        }
        """;
}
