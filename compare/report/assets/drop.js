// A text file may be dropped on the form instead of pasting what it holds.
const area = document.getElementById("text");
area.addEventListener("dragover", (event) => event.preventDefault());
area.addEventListener("drop", async (event) => {
  const [file] = event.dataTransfer.files;
  if (!file) return;
  event.preventDefault();
  area.value = await file.text();
});
