-- wrk script: replays a pool of signed requests and prints the summary as one line of JSON.
-- Argument: the pool file, in which each request is preceded by its length, 8 decimal digits.
-- wrk itself counts the answers with a status of 400 and above; no Lua runs per answer.
local pool, size, at = {}, 0, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local length = file:read(8)
    if not length then break end
    size = size + 1
    pool[size] = file:read(tonumber(length))
  end
  file:close()
end

function request()
  at = at % size + 1
  return pool[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  local ms = function(percent) return latency:percentile(percent) / 1000 end
  io.write(string.format(
    '\n{"requests":%d,"duration_us":%d,"failed":%d,"unanswered":%d,' ..
    '"p50_ms":%.4f,"p90_ms":%.4f,"p99_ms":%.4f,"p999_ms":%.4f,"max_ms":%.4f}\n',
    summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout,
    ms(50), ms(90), ms(99), ms(99.9), latency.max / 1000))
end
