--[[
  Remove an encounter's document texts and history, which the archive holds as they were with that version, and
  the codes those texts suggested, and who has read them.

  ARGV  id, version

  Returns how many texts and lines were removed: none when a step was taken since.
]]
local id, version = unpack(ARGV)
if standing(id).version ~= version or redis.call("ZREM", KEY.finished, id) == 0 then
  return 0
end
local documents, history = KEY.documents:format(id), KEY.history:format(id)
local moved = redis.call("HLEN", documents) + redis.call("XLEN", history)
redis.call("DEL", documents, history, KEY.suggestions:format(id), KEY.seen:format(id))
redis.call("INCRBY", KEY.archived, moved)
return moved
