/**
 * Adds a slider to a day field, from the document's day to today. Letting go of it submits; with the keyboard
 * only the button does. Without scripts the field serves alone.
 */
const day = 86_400_000;

for (const field of document.querySelectorAll('input[data-slider-from]')) {
  const from = Date.parse(field.dataset.sliderFrom) / day;
  const to = Date.parse(field.dataset.sliderTo) / day;
  const chosen = Date.parse(field.value) / day;
  if (!(to > from)) continue;
  const slider = document.createElement('input');
  slider.type = 'range';
  slider.min = String(from);
  slider.max = String(to);
  slider.value = String(chosen);
  slider.setAttribute('aria-label', field.closest('label').textContent.trim());
  slider.addEventListener('input', () => {
    field.value = new Date(Number(slider.value) * day).toISOString().slice(0, 10);
    slider.setAttribute('aria-valuetext', field.value);
  });
  slider.addEventListener('pointerup', () => field.form.requestSubmit());
  field.closest('label').after(slider);
}
