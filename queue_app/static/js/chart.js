// Draws <figure data-chart="id of a table"> with uPlot: the table's first column names the bars, its second is their height.
// Colours come from the style sheet, so that they follow light and dark.

const figures = [...document.querySelectorAll("[data-chart]")];
const charts = new Map();

function read(figure) {
  const rows = [...document.querySelectorAll(`#${figure.dataset.chart} tbody tr`)].reverse(); // the table has the newest first
  const names = rows.map((row) => row.cells[0].textContent.trim());
  const values = rows.map((row) => Number(row.cells[1].textContent.replace(/\D/g, "")));
  return { names, data: [names.map((_, index) => index), values] };
}

function draw(figure) {
  const { names, data } = read(figure);
  const old = charts.get(figure);
  const key = JSON.stringify([names, data[1]]);
  if (old?.key === key && old.width === figure.clientWidth && old.dark === dark.matches) return;
  old?.plot.destroy();
  const style = getComputedStyle(figure);
  const font = `11px ${style.fontFamily}`;
  const grid = { stroke: style.borderTopColor, width: 1 };
  const said = figure.querySelector("[data-chart-said]");
  const plot = new uPlot({
    width: figure.clientWidth,
    height: 200,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: false, range: [-0.6, Math.max(names.length - 0.4, 0.6)] }, y: { range: (_, min, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      { stroke: style.color, font, grid: { show: false }, ticks: { show: false }, size: 28,
        values: (_, places) => places.map((place) => names[place] ?? ""), incrs: [1, 2, 3, 4, 6, 12, 24] },
      { stroke: style.color, font, grid, ticks: { show: false }, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] },
    ],
    series: [{}, { fill: style.outlineColor, stroke: style.outlineColor, width: 0, paths: uPlot.paths.bars({ size: [0.7, 48], radius: 0.15 }), points: { show: false } }],
    hooks: { setCursor: [(self) => {
      const index = self.cursor.idx;
      said.textContent = index == null ? "" : `${names[index]}: ${data[1][index]}`;
    }] },
  }, data, figure.querySelector("[data-chart-plot]"));
  charts.set(figure, { plot, key, width: figure.clientWidth, dark: dark.matches });
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const drawAll = () => figures.filter((figure) => figure.isConnected).forEach(draw);

drawAll();
dark.addEventListener("change", drawAll);
document.addEventListener("htmx:after:swap", drawAll);
new ResizeObserver(drawAll).observe(document.documentElement);
