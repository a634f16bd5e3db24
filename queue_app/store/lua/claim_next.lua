--[[
  Give a coder the most urgent encounter of their worklists, in the same round trip.

  ARGV  actor, how many primary worklists, then the primary worklists and the backups

  Returns {id, …the fields of its hash}, or nothing when every worklist is empty.
]]
local actor, primaries = ARGV[1], tonumber(ARGV[2])

local function most_urgent(first, last)
  local best, best_due
  for i = first, last do
    local head = redis.call("ZRANGE", KEY.ready:format(ARGV[i]), 0, 0, "WITHSCORES")
    if head[1] and (not best or tonumber(head[2]) < best_due) then
      best, best_due = head[1], tonumber(head[2])
    end
  end
  return best
end

local id = most_urgent(3, 2 + primaries) or most_urgent(3 + primaries, #ARGV)
if not id then
  return false
end
local before = standing(id)
local holders = before.holders
if not (" " .. holders .. " "):find(" " .. actor .. " ", 1, true) then
  holders = holders == "" and actor or holders .. " " .. actor
end
write(id, "claim", actor, before, { "status", "assigned", "holder", actor, "holders", holders }, "", now())
return { id, redis.call("HGETALL", KEY.encounter:format(id)) }
