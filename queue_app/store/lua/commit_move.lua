--[[
  Write one move down whole, or refuse it.

  ARGV  id, verb, actor, version read, token held or "", new status, sealed note,
        how many fields of the encounter, of its documents and of its versions follow,
        seconds its holder says to have been active on it since last told,
        then those fields and values; then, of a submission, its work type and its codes (system/code)

  Returns {version, token, lease_until, held_at, moment, active seconds of the actor or ""}, or the kind of the refusal.
]]
local id, verb, actor, version, token, to, note = unpack(ARGV, 1, 7)
local moment, before = now(), standing(id)
local refused = refusal(verb, before, to, version, token, moment)
if refused then
  return refused
end

local function taken(first, pairs_of)
  local list = {}
  for i = first, first + 2 * pairs_of - 1 do
    list[#list + 1] = ARGV[i]
  end
  return list
end

local changes = taken(12, tonumber(ARGV[8]))
local sides = { { KEY.documents, tonumber(ARGV[9]) }, { KEY.versions, tonumber(ARGV[10]) } }
local first = 12 + #changes
for _, side in ipairs(sides) do
  for i = first, first + 2 * side[2] - 1, 2 do
    redis.call("HSET", side[1]:format(id), ARGV[i], ARGV[i + 1])
  end
  first = first + 2 * side[2]
end
for i = first + 1, #ARGV do
  redis.call("ZINCRBY", KEY.used:format(ARGV[first]), 1, ARGV[i])
  redis.call("ZADD", KEY.recent:format(actor), whole(moment + first - i), ARGV[i]) -- the first is the newest
end
if #ARGV > first then
  redis.call("ZREMRANGEBYRANK", KEY.recent:format(actor), 0, -51)
end
count_active(id, actor, before, changes, tonumber(ARGV[11]), moment)
return write(id, verb, actor, before, changes, note, moment)
