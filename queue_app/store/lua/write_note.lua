--[[
  Write a note on an encounter, or take it away, unless its writer did so on another page meanwhile.

  ARGV  id, verb, actor, the note's name (its writer, a blank, its id), digest of the sealed note that was seen or "",
        sealed note or "" to take it away, how many one may have

  Returns {"done", all notes of the encounter}, or the kind of the refusal.
]]
local id, verb, actor, name, seen, sealed, most = unpack(ARGV)
local notes = KEY.notes:format(id)
local standing = redis.call("HGET", notes, name)

local function is_as_seen()
  if not standing then
    return seen == "" or sealed == ""
  end
  return standing == "" or redis.sha1hex(standing) == seen -- in the archive, where nobody changes it
end

local function has_many()
  local count, own = 0, actor .. " "
  for _, each in ipairs(redis.call("HKEYS", notes)) do
    count = count + (each:sub(1, #own) == own and 1 or 0)
  end
  return count >= tonumber(most)
end

if not is_as_seen() then
  return "changed"
elseif not standing and sealed ~= "" and has_many() then
  return "many"
elseif sealed ~= "" then
  redis.call("HSET", notes, name, sealed)
else
  redis.call("HDEL", notes, name)
end
redis.call("XADD", KEY.audit, "*", "encounter", id, "verb", verb, "actor", actor)
return { "done", redis.call("HGETALL", notes) }
