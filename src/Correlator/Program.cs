using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.Storage;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddIngest().AddStorage().AddCorrelation();
var app = builder.Build();
app.MapIngest();
await app.RunAsync();
