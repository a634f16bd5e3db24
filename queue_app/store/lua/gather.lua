--[[
  Gather final coded encounters of one unit into a batch: one file for billing.

  Claim numbers are given here, once for each submission, and reused ever after.

  ARGV  unit, how many at most

  Returns the number of the batch, or nothing when nothing is owed.
]]
local unit, most = ARGV[1], tonumber(ARGV[2])
local owed, moment, members = KEY.owed:format(unit), now(), {}

for _, id in ipairs(redis.call("ZRANGE", owed, 0, most - 1)) do
  local hash = KEY.encounter:format(id)
  local submission, number, batch = unpack(redis.call("HMGET", hash, "submission", "control_number", "batch"))
  local in_flight = batch and redis.call("ZSCORE", KEY.batches, batch)
  if not in_flight then -- else it stays owed until that batch is delivered, for it may not be in the file
    redis.call("ZREM", owed, id)
    if not number then
      number = string.format("CD%010d", redis.call("INCR", KEY.claims))
      redis.call("HSET", hash, "control_number", number)
      redis.call("SET", KEY.claim:format(number), id .. "/" .. submission)
    end
    members[#members + 1] = id .. "/" .. submission .. "/" .. number
  end
end
if #members == 0 then
  return false
end

local batch = whole(redis.call("INCR", KEY.interchanges))
redis.call("HSET", KEY.batch:format(batch), "unit", unit, "made_at", whole(moment), "state", "gathered",
           "members", table.concat(members, " "), "offers", "0")
redis.call("ZADD", KEY.batches, whole(moment), batch)
for _, member in ipairs(members) do
  redis.call("HSET", KEY.encounter:format(member:match("^[^/]+")), "batch", batch)
end
return batch
