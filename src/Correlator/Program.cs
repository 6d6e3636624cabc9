using Correlator.Ingest;
using Correlator.Storage;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddIngest().AddStorage();
var app = builder.Build();
app.MapIngest();
await app.RunAsync();
