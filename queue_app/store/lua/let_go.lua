--[[
  Remove an encounter's document texts and history, which the archive holds as they were with that version, and
  the codes those texts suggested, and who has read them. Of its notes the names stay: which there are, Redis says.

  ARGV  id, version, then name and sealed text of each note as the archive holds it

  Returns how many texts and lines were removed: none when a step was taken or a note written since.
]]
local id, version = ARGV[1], ARGV[2]
local notes = KEY.notes:format(id)
if redis.call("HLEN", notes) ~= (#ARGV - 2) / 2 then
  return 0
end
for i = 3, #ARGV, 2 do
  if redis.call("HGET", notes, ARGV[i]) ~= ARGV[i + 1] then
    return 0
  end
end
if standing(id).version ~= version or redis.call("ZREM", KEY.finished, id) == 0 then
  return 0
end
for i = 3, #ARGV, 2 do
  redis.call("HSET", notes, ARGV[i], "")
end
local documents, history = KEY.documents:format(id), KEY.history:format(id)
local moved = redis.call("HLEN", documents) + redis.call("XLEN", history)
redis.call("DEL", documents, history, KEY.suggestions:format(id), KEY.seen:format(id))
redis.call("INCRBY", KEY.archived, moved)
return moved
