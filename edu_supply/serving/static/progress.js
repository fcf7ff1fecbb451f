// How far a job is, every second; the page itself is loaded again once the job is over.
const said = document.getElementById("progress");
async function look() {
  try {
    const answer = await fetch("/jobs/" + said.dataset.job + "/state");
    const now = await answer.json();
    if (now.over) { location.reload(); return; }
    if (now.progress) said.textContent = now.progress;
  } catch (error) {
    said.textContent = "The server does not answer. Jobs go on, or can be started again once it does.";
  }
  setTimeout(look, 1000);
}
setTimeout(look, 500);
