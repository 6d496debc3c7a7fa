/** Sends one picture to the box's data-upload; `onShare` hears 0–100. Gives { status, answer }; status 0: no connection. */
export function sendPicture(box, file, onShare) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.set('purpose', box.dataset.purpose);
    body.set('file', file);
    const request = new XMLHttpRequest(); // fetch cannot tell how much has gone up
    request.upload.onprogress = ({ loaded, total }) => onShare((loaded / total) * 100);
    request.onloadend = () => resolve({ status: request.status, answer: request.response });
    request.open('POST', box.dataset.upload);
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.send(body);
  });
}

/** What is wrong with a chosen file before it is sent, or undefined. */
export function refusal(file, maxMb) {
  if (file.size > maxMb * 1_048_576) return `这张图片超过 ${maxMb} MB，请压缩后再选`;
  if (file.type === 'application/pdf') return '请把 PDF 转成 JPG 图片后上传，每页一张';
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return '请选择 JPG、PNG 或 WebP 图片';
  return undefined;
}
