// <time datetime data-countdown="已过期">: hours, minutes and seconds left, by the second; far away in days.
const two = (number) => String(number).padStart(2, '0');

function show(time) {
  const left = Math.floor((Date.parse(time.dateTime) - Date.now()) / 1000);
  if (left <= 0) {
    time.textContent = time.dataset.countdown;
    return false;
  }
  const hours = Math.floor(left / 3600);
  if (hours >= 72) {
    time.textContent = `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
    return true;
  }
  time.textContent = `${hours}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  return true;
}

export function meet(time) {
  if (!show(time)) return;
  const ticking = setInterval(() => {
    if (!time.isConnected || !show(time)) clearInterval(ticking);
  }, 1000);
}
