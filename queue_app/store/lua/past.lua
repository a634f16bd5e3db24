--[[
  Tell of steps that were taken just now when they are said to have been taken: the demo day has a morning.
  The audit keeps when they really were.

  ARGV  id, then verbs and moments

  Returns 1, or nothing when its history is not here.
]]
local id, said, fields = ARGV[1], {}, {}
for i = 2, #ARGV, 2 do
  said[ARGV[i]] = ARGV[i + 1]
end

local history, last = KEY.history:format(id), 0
local lines = redis.call("XRANGE", history, "-", "+")
if #lines == 0 then
  return false
end
redis.call("DEL", history)
for place, line in ipairs(lines) do
  local told, at = line[2], {}
  for i = 1, #told, 2 do
    at[told[i]] = i + 1
  end
  local verb, before = told[at.verb], tonumber(told[at.at])
  last = math.max(last, tonumber(said[verb] or before)) -- nothing happens before what it follows
  told[at.at] = whole(last)
  redis.call("XADD", history, whole(last) .. "-" .. place, unpack(told))
  if is_in(SUBMITS, verb) then
    redis.call("ZADD", KEY.submitted, whole(last), submission(id, told[at.version], told[at.actor], told[at.active] or ""))
    fields.submitted_at = whole(last)
  elseif verb == "import" then
    fields.arrived_at = whole(last)
  elseif verb == "claim" then
    fields.held_at = whole(last)
  end
end
fields.stepped_at = whole(last)

local before, after, changes = standing(id), standing(id), {}
for name, value in pairs(fields) do
  after[name] = value
  changes[#changes + 1] = name
  changes[#changes + 1] = value
end
redis.call("HSET", KEY.encounter:format(id), unpack(changes))
move_places(id, before, after)
return 1
