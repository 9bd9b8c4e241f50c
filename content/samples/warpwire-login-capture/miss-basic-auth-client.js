export function request(url, auth) {
  const xhr = new XMLHttpRequest();
  const password = auth.password.value || '';
  xhr.open('GET', url);
  xhr.setRequestHeader('Authorization', 'Basic ' + btoa(auth.username + ':' + password));
  xhr.send();
}
