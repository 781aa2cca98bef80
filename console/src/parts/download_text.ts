/** Has the browser store a text as a file. */
export function downloadText(fileName: string, type: "text/csv" | "text/plain", text: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
